// What waits in this browser until the server has it: encrypted under a key that no script can read out.

/**
 * A text as it was typed.
 * @typedef {{id: string, page: string, field: string, words: string, form: string, version: number, at: string}} Waiting
 */

const NAME = "vigie-kept";
const KEYS = "keys";
const TEXTS = "texts";
/** Without them nothing is kept here; browsers have them wherever an address is safe. */
const isAble = isSecureContext && "indexedDB" in globalThis && crypto.subtle !== undefined;
/** @type {Promise<IDBDatabase> | null} */
let opening = null;
let isLeft = false;

const database = () => {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEYS);
      request.result.createObjectStore(TEXTS);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => letGo();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
};

const letGo = () => {
  void opening?.then(opened => opened.close());
  opening = null;
};

/**
 * Do something in one transaction; it is on the disk when the promise is kept.
 * @template T
 * @param {(keys: IDBObjectStore, texts: IDBObjectStore, keep: (value: T) => void) => void} work
 * @returns {Promise<T | undefined>}
 */
const inOne = async work => {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction([KEYS, TEXTS], "readwrite", { durability: "strict" });
    /** @type {T | undefined} */
    let kept;
    transaction.oncomplete = () => resolve(kept);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(KEYS), transaction.objectStore(TEXTS), value => (kept = value));
  });
};

/**
 * Give the key of somebody; what another person left here goes before.
 * @param {string} owner
 * @returns {Promise<CryptoKey | undefined>}
 */
const keyOf = async owner => {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return inOne((keys, texts, keep) => {
    const known = keys.get(owner);
    known.onsuccess = () => {
      if (known.result) return keep(known.result);
      keys.clear();
      texts.clear();
      keys.put(made, owner);
      keep(made);
    };
  });
};

/**
 * Say who uses this browser now: what somebody else left here goes.
 * @param {string} owner
 */
export const claim = async owner => {
  if (!isAble) return;
  await inOne((keys, texts) => {
    const known = keys.getAllKeys();
    known.onsuccess = () => {
      if (known.result.every(one => one === owner)) return;
      keys.clear();
      texts.clear();
    };
  });
};

/**
 * Keep a text; tells whether it is kept.
 * @param {string} owner
 * @param {Waiting} text
 */
export const put = async (owner, text) => {
  if (!isAble || isLeft) return false;
  const key = await keyOf(owner);
  if (!key) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(text));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  if (isLeft) return false;
  await inOne((_, texts) => void texts.put({ iv, sealed }, text.id));
  return true;
};

/**
 * Give every text of somebody that waits here.
 * @param {string} owner
 * @returns {Promise<Waiting[]>}
 */
export const all = async owner => {
  if (!isAble || isLeft) return [];
  const key = await keyOf(owner);
  /** @type {{iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}[]} */
  const found =
    (await inOne((_, texts, keep) => {
      const request = texts.getAll();
      request.onsuccess = () => keep(request.result);
    })) ?? [];
  if (!key) return [];
  const opened = found.map(async ({ iv, sealed }) => {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  });
  const read = await Promise.allSettled(opened);
  return read.flatMap(one => (one.status === "fulfilled" ? [one.value] : []));
};

/**
 * Take a text away: the server has it, or it was sent.
 * @param {string} id
 */
export const drop = async id => {
  if (isAble) await inOne((_, texts) => void texts.delete(id));
};

/** Leave nothing here, texts nor key, and take nothing more until the page is loaded again. */
export const wipe = async () => {
  isLeft = true;
  if (!isAble) return;
  await inOne((keys, texts) => {
    keys.clear();
    texts.clear();
  });
  letGo();
  indexedDB.deleteDatabase(NAME);
};

/** Take nothing more: somebody signed out in another window. */
export const close = () => {
  isLeft = true;
  letGo();
};
