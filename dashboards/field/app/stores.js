/** The names of a draft's stores in the vault, and how all of them are emptied. */

/**
 * The store of a draft's chunks (chunks.js); the sensitive halves are under the second key.
 * @param {string} id
 * @returns {`draft:${string}`}
 */
export function chunkStore(id, isSensitive = false) {
  return isSensitive ? `draft:${id}:sensitive` : `draft:${id}`;
}

/** The store of answers that wait for the second key (letters.js). @param {string} id @returns {`draft:${string}:letters`} */
export function letterStore(id) {
  return `draft:${id}:letters`;
}

/** The store of the bytes of a draft's attachments. @param {string} id @returns {`files:${string}`} */
export function fileStore(id, isSensitive = false) {
  return isSensitive ? `files:${id}:sensitive` : `files:${id}`;
}

/** The store of the small pictures of a draft's photographs. @param {string} id @returns {`files:${string}`} */
export function thumbnailStore(id, isSensitive = false) {
  return isSensitive ? `files:${id}:small:sensitive` : `files:${id}:small`;
}

/** The store of what was asked of registers from a draft. @param {string} id @returns {`looks:${string}`} */
export function lookStore(id) {
  return `looks:${id}`;
}

/**
 * Delete what a draft holds: answers, attachments, what stood in the queue.
 * @param {OpenVault} vault @param {string} id
 * @param {{whole: boolean}} options  whether the entry in the list and the receipt go too
 */
export async function erase(vault, id, { whole }) {
  for (const isSensitive of [true, false]) {
    await vault.clear(chunkStore(id, isSensitive));
    await vault.clear(fileStore(id, isSensitive));
    await vault.clear(thumbnailStore(id, isSensitive));
  }
  await vault.clear(letterStore(id));
  await vault.clear(lookStore(id));
  await vault.delete("outbox", id);
  if (whole) await vault.putMany([["drafts", id, undefined], ["deliveries", id, undefined]]);
}
