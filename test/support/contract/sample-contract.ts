import type { Source } from '../../../src/diagnostics/source.ts';
import { parseScenario } from '../../../src/format/scenario/parse-scenario.ts';
import type { Scenario } from '../../../src/format/scenario/scenario.ts';
import type { Metadata } from '../../../src/metadata/metadata.ts';
import { readMetadata } from '../../../src/metadata/read-metadata.ts';

/** A small service of a library, for tests: every construct that the contract check knows. */
export const librarySource: Source = {
  path: 'library.xml',
  text: `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
 <edmx:DataServices>
  <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
   <EnumType Name="shelfKind"><Member Name="open" Value="0"/><Member Name="closed" Value="1"/></EnumType>
   <EntityType Name="entity" Abstract="true"><Property Name="id" Type="Edm.String"/></EntityType>
   <EntityType Name="library" BaseType="graph.entity">
    <NavigationProperty Name="shelves" Type="Collection(graph.shelf)" ContainsTarget="true"/>
   </EntityType>
   <EntityType Name="shelf" BaseType="graph.entity">
    <Property Name="kind" Type="graph.shelfKind"/>
    <Property Name="height" Type="Edm.Int32"/>
    <Property Name="locked" Type="Edm.Boolean"/>
    <Property Name="labels" Type="Collection(Edm.String)"/>
    <Property Name="rule" Type="graph.rule"/>
    <Property Name="maker" Type="graph.maker"/>
    <Property Name="guest" Type="other.stranger"/>
    <NavigationProperty Name="books" Type="Collection(graph.book)"/>
    <NavigationProperty Name="keeper" Type="graph.person"/>
   </EntityType>
   <EntityType Name="book" BaseType="graph.entity"><Property Name="title" Type="Edm.String"/></EntityType>
   <EntityType Name="atlas" BaseType="graph.book"><Property Name="scale" Type="Edm.Double"/></EntityType>
   <EntityType Name="person" BaseType="graph.entity" OpenType="true"/>
   <ComplexType Name="rule" Abstract="true"/>
   <ComplexType Name="loanRule" BaseType="graph.rule"><Property Name="days" Type="Edm.Int32"/></ComplexType>
   <ComplexType Name="maker"><Property Name="name" Type="Edm.String"/></ComplexType>
   <Action Name="lock" IsBound="true">
    <Parameter Name="bindingParameter" Type="graph.shelf"/><Parameter Name="reason" Type="Edm.String"/>
   </Action>
   <Function Name="borrowed" IsBound="true">
    <Parameter Name="bindingParameter" Type="Collection(graph.book)"/><Parameter Name="by" Type="Edm.String"/>
    <ReturnType Type="Collection(graph.book)"/>
   </Function>
   <EntityContainer Name="GraphService">
    <EntitySet Name="libraries" EntityType="microsoft.graph.library"/>
    <Singleton Name="mine" Type="microsoft.graph.library"/>
   </EntityContainer>
  </Schema>
  <Schema Namespace="microsoft.graph.archive" xmlns="http://docs.oasis-open.org/odata/ns/edm">
   <EntityType Name="shelf" BaseType="graph.entity"><Property Name="sealed" Type="Edm.Boolean"/></EntityType>
  </Schema>
 </edmx:DataServices>
</edmx:Edmx>`,
};

/** Reads the library, or another text of metadata. */
export async function sampleMetadata(text = librarySource.text): Promise<Metadata> {
  const read = await readMetadata({ path: 'library.xml', text });
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.value;
}

export type SampleCall = {
  readonly method?: string;
  readonly url: string;
  readonly status?: number;
  /** JSON, which is YAML. */
  readonly body?: unknown;
  readonly shown?: unknown;
};

/** A scenario of one actor with these calls. */
export function sampleCalls(calls: readonly SampleCall[], actor: object = {}): Scenario {
  const steps = calls.map(({ method = 'GET', url, status = 200, body, shown }, at) => ({
    id: `step-${at + 1}`,
    title: 'A step',
    actor: 'librarian',
    request: { method, url, ...(body === undefined ? {} : { body }) },
    response: { status, ...(shown === undefined ? {} : { body: shown }) },
  }));
  const text = JSON.stringify({ title: 'A library', actors: { librarian: actor }, steps }, undefined, 1);
  const parsed = parseScenario({ path: 'library.scenario.yaml', text });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.value;
}
