/**
 * The one IndexedDB database of the form, as promises.
 *
 * Two object stores: `device` holds the plain record of this device (see device.js), `records` holds everything else,
 * encrypted, under names that tell nothing (see records.js).
 */

const NAME = "vigie-field";
/** @type {Promise<IDBDatabase>|null} */
let opening = null;

/** Open the database once a page; another page that wants to delete it makes this one let go. */
function database() {
  opening ??= /** @type {Promise<IDBDatabase>} */ (new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device");
      request.result.createObjectStore("records", { keyPath: "id" }).createIndex("group", "group");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => letGo();
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  })).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

function letGo() {
  opening?.then((opened) => opened.close());
  opening = null;
}

/**
 * Run `work(objectStore, keep)` in one transaction, and resolve when it is on the disk.
 *
 * "strict" because an answer counts as kept only when it survives an empty battery too, not just a closed tab.
 *
 * @template T
 * @param {"device"|"records"} store @param {"readonly"|"readwrite"} mode
 * @param {(objectStore: IDBObjectStore, keep: (value: T) => void) => void} work  calls `keep` with what to return;
 *     must not await anything but requests of this transaction
 * @returns {Promise<T>}
 * @throws the database's error, when the transaction does not go through; nothing of it is then stored
 */
export async function transact(store, mode, work) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(store, mode, { durability: "strict" });
    /** @type {T|undefined} */
    let kept;
    transaction.oncomplete = () => resolve(/** @type {T} */ (kept));
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction was aborted", "AbortError"));
    work(transaction.objectStore(store), (value) => (kept = value));
  });
}

/**
 * Have what a request of a transaction finds kept as what the transaction returns.
 * @template T
 * @param {IDBRequest<T>} request @param {(found: T) => void} keep
 */
export function found(request, keep) {
  request.onsuccess = () => keep(request.result);
}

/**
 * Ask the records one thing, and give what was found.
 * @template T
 * @param {(objects: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
export function fetched(ask) {
  return transact("records", "readonly", (objects, keep) => found(ask(objects), keep));
}

/** Read one value by its key; undefined when there is none. @param {"device"|"records"} store @param {string} key */
export function read(store, key) {
  return transact(store, "readonly", (objects, keep) => found(objects.get(key), keep));
}

/** Empty both stores, then delete the database: keys are gone even if another page keeps the database open. */
export async function destroy() {
  for (const store of /** @type {const} */ (["device", "records"])) await transact(store, "readwrite", (objects) => objects.clear()).catch(() => {});
  letGo();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve(undefined);
  });
}
