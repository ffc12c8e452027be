/** Node releases the lock file was proven on. Written in old syntax: it must run on whatever Node is there. */
export function nodeVersionTrouble(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major > 20 && major <= 26)) return null;
  return `cardflow needs Node 20.19 to 26 and this is ${version}: install a Node of that range and start again.`;
}
