/**
 * Where a page of the office led from: the form of a visit is opened by a link that names it, `/field/#visit=K2CJJ4`.
 * @module
 */

/**
 * The visits in their order, but first the one that was named: nobody chooses it twice.
 * @template {{visit: string}} T
 * @param {T[]} missions @param {string} hash of the address, with its sign
 * @returns {T[]}
 */
export function firstNamed(missions, hash) {
  const named = new URLSearchParams(hash.slice(1)).get("visit");
  return [...missions].sort((a, b) => Number(b.visit === named) - Number(a.visit === named));
}
