import { imperative, type Language, words } from './language.ts';

const joins = 'e|então|depois|em seguida|agora';

export const portuguese: Language = {
  asks: {
    'sign-out': imperative(joins, 'saia d[aeo]s?', 'saia', 'faça (?:o )?logoff', 'encerre (?:a )?sessão'),
    'sign-in-as': imperative(
      joins,
      'entre (?:novamente )?(?:no|na|em|com|como)',
      'inicie (?:a )?sessão',
      'faça (?:o )?(?:login|logon)',
      '(?:conectad|logad)[oa] como(?!.*(?<!\\p{L})pode(?!\\p{L}))',
    ),
    wait: /(?<!\p{L})(?:aguarde|espere)(?!\p{L})|(?<!\p{L})pode(?:m)? (?:levar|demorar) (?:até |alguns |algum |vários |\d)|(?<!\p{L})quando o \**(?:status|estado)(?!\p{L})/iu,
    repeat:
      /(?<!\p{L})repita(?!\p{L})|(?<!\p{L})(?:execut\p{L}{1,6}|envie|faça)(?!\p{L})[^.]{0,60}(?<!\p{L})(?:\p{L}+|\d+) vezes(?!\p{L})/iu,
    portal:
      /(?<!\p{L})(?:acesse|abra|entre no(?= portal)|vá para|vá até|visite|use|navegue até)(?!\p{L})[^.]{0,80}(?:(?<!\p{L})portal(?!\p{L})|(?<!\p{L})centro de administração|portal\.azure\.com|entra\.microsoft\.com)|(?<!\p{L})(?:selecione|escolha|clique em)(?!\p{L})[^.]{0,40}\*\*/iu,
    replace: words('substitua', 'altere(?=\\s+[`*])'),
  },
  afterwards: /^(?:depois|após) (?:de |que )?(?:criar|adicionar|atribuir|a criação)/i,
  times: /(?<!\p{L})(\p{L}{1,8}|\d{1,3}) vezes(?!\p{L})/iu,
  numbers: {
    um: 1,
    uma: 1,
    dois: 2,
    duas: 2,
    três: 3,
    quatro: 4,
    cinco: 5,
    seis: 6,
    sete: 7,
    oito: 8,
    nove: 9,
    dez: 10,
  },
  units: { D: /^dias?/i, W: /^semanas?/i, M: /^(?:mês|meses)/i, Y: /^anos?/i },
  headings: {
    request: ['solicitação', 'solicitações'],
    response: ['resposta', 'respostas'],
    prerequisites: ['pré-requisitos', 'antes de começar', 'permissões'],
  },
  signature: /^(?:solicitaç(?:ão|ões) http|sintaxe)$/i,
  cleanup: /(?<!\p{L})(?:limpar|limpeza)(?!\p{L})|(?<!\p{L})(?:excluir|remover) (?:os )?recursos(?!\p{L})/iu,
  prerequisites: /(?<!\p{L})pré-requisitos?(?!\p{L})|(?<!\p{L})antes de começar(?!\p{L})/iu,
  alternative: /^(?:método|opção|alternativa)\s+(?:[2-9]|[b-f]\b)/i,
  administrator: /(?<!\p{L})administrador/iu,
  created: words('criad[oa]s?', 'criou'),
  today: words('data (?:de hoje|atual)'),
  people: {
    member: words('membros?'),
    owner: words('proprietári[oa]s?'),
    reviewer: words('revisor(?:es)?'),
    approver: words('aprovador(?:es)?'),
    guest: words('convidad[oa]s?'),
    manager: words('gerentes?'),
  },
  signsIn:
    /(?<!\p{L})(?:[Ee]ntr(?:ar?|e)|[Cc]onectad[oa]|[Ll]ogad[oa]|sessão|log[io]n)(?!\p{L})[^.,]{0,40}? como \**(?<name>\p{Lu}\p{Ll}+)(?![\p{L}\p{N}])/u,
  change: /propriedade `?(?<property>[a-z]\w+)`?[^.]*? (?:agora )?é (?:agora )?`?(?<value>\w+)`?/,
  examples: [
    ['Entre no Graph Explorer como um dos membros.', 'sign-in-as', 'member'],
    ['Abra outra janela e inicie sessão como o revisor.', 'sign-in-as', 'reviewer'],
    ['A colaboração entre membros e convidados é permitida.', 'member'],
    ['Entre os convidados há um proprietário.', 'guest'],
    ['Conectado como Adele, obtenha os calendários.', 'sign-in-as', 'adele'],
    ['Conectado como Adele, um aplicativo pode obter o calendário.', 'adele'],
    ['Saia da conta.', 'sign-out'],
    ['Aguarde cinco dias.', 'wait', 'P5D'],
    ['Execute a solicitação três vezes.', 'repeat', '3 times'],
    ['Crie três usuários executando a solicitação abaixo três vezes.', 'repeat', '3 times'],
    ['Substitua `id` pelo valor do grupo.', 'replace'],
    ['Acesse o portal do Azure.', 'portal'],
    ['Depois de criar o usuário, abra o portal do Azure.', 'portal', 'afterwards'],
    ['O usuário está na lista.'],
  ],
};
