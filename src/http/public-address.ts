import { BlockList, isIP } from 'node:net';
import { onceFor } from '../once-for.ts';

/** Why a link may not be followed, as a clause; `undefined` where it may. */
export function linkFault(url: URL, privateHosts: boolean): string | undefined {
  if (url.protocol !== 'https:') return `leads to \`${url.protocol}//${url.host}\`, which is not https`;
  if (url.username !== '' || url.password !== '') return `names a user before the host \`${url.host}\``;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  if (privateHosts) return undefined;
  const isPrivate = isIP(host) === 0 ? localName.test(host) : isPrivateAddress(host);
  return isPrivate ? `leads to \`${url.host}\`, which is not a public address` : undefined;
}

/** Names of this machine or its network, wherever they are resolved; a public name has a dot. */
const localName = /(?:^|\.)localhost$|\.(?:local|internal|lan|home\.arpa)$|^[^.]*$/i;

/**
 * Whether an address is of this machine, its network, or reserved: https://www.iana.org/assignments/iana-ipv4-special-registry
 * and the one of IPv6.
 */
export function isPrivateAddress(address: string): boolean {
  return isIn(blocked, address);
}

/** Reserved addresses, which pseudonyms are made of. */
export function isReservedAddress(address: string): boolean {
  return isIn(blocked, address) || isIn(reserved, address);
}

type Family = 'ipv4' | 'ipv6';
type Nets = { readonly [family in Family]: readonly string[] };

function isIn(nets: Nets, address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4';
  return listsOf(nets)[family].check(bare, family);
}

/**
 * A list for each family: Node treats every IPv4 address as part of `::ffff:0:0/96`. Made when first needed, for most runs
 * follow no link.
 */
const listsOf = onceFor((nets: Nets) => {
  const list = (family: Family): BlockList => {
    const made = new BlockList();
    for (const net of nets[family]) {
      const [address = '', bits] = net.split('/');
      made.addSubnet(address, Number(bits), family);
    }
    return made;
  };
  return { ipv4: list('ipv4'), ipv6: list('ipv6') };
});

const blocked: Nets = {
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
    '192.88.99.0/24',
    // The address of Azure's wire server, which is in a public range.
    ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '255.255.255.255/32', '168.63.129.16/32'],
  ],
  ipv6: [
    ...['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'],
    ...['100::/63', '2001::/23', '2002::/16'],
    ...['3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
  ],
};

const reserved: Nets = {
  ipv4: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4'],
  ipv6: ['2001:db8::/32'],
};
