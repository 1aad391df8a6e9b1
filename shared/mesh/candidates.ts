/**
 * Browsers hide a page's addresses behind `*.local` names, which only multicast can resolve. The host knows the real
 * addresses, so outgoing candidates carry those instead: one candidate for each.
 */
const PLACE_OF_ADDRESS = 4;

/** @param candidate an SDP candidate line, `candidate:foundation component protocol priority address port typ …` */
export const withRealAddresses = (candidate: string, addresses: readonly string[]): string[] => {
  const fields = candidate.split(' ');
  if (!fields[PLACE_OF_ADDRESS]?.endsWith('.local') || addresses.length === 0) return [candidate];
  return addresses.map((address, i) =>
    fields
      .map((field, at) => (at === PLACE_OF_ADDRESS ? address : at === 0 && i > 0 ? `${field}${i}` : field))
      .join(' '),
  );
};
