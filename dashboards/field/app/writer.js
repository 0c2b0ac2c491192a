/**
 * Write-ahead, coalesced: many marks in one animation frame become one write, and each mark's promise resolves when the
 * write that holds it is on the disk. At most one write is under way.
 */

const LONGEST_WAIT_MILLISECONDS = 50; // a hidden page draws no frames

export class Writer {
  #write;
  /** @type {Set<string>} */
  #dirty = new Set();
  /** @type {Promise<void>|null} */
  #next = null;
  /** @type {Promise<void>} */
  #running = Promise.resolve();

  /** @param {(chunks: string[]) => Promise<void>} write  stores the chunks as they are in memory at that moment */
  constructor(write) {
    this.#write = write;
  }

  /**
   * Say that chunks changed in memory.
   * @param {...string} chunks
   * @returns {Promise<void>} resolves when durable; rejects when the write failed (the chunks stay marked for the next)
   */
  mark(...chunks) {
    chunks.forEach((chunk) => this.#dirty.add(chunk));
    this.#next ??= this.#soon();
    return this.#next;
  }

  /** Write at once what is marked; resolves when everything marked until now is durable. */
  flush() {
    return this.#dirty.size ? this.mark() : (this.#next ?? this.#running);
  }

  async #soon() {
    await Promise.all([this.#running, frame()]);
    const chunks = [...this.#dirty];
    this.#dirty.clear();
    this.#next = null;
    const writing = this.#write(chunks).catch((error) => {
      chunks.forEach((chunk) => this.#dirty.add(chunk));
      throw error;
    });
    this.#running = writing.catch(() => {});
    return writing;
  }
}

function frame() {
  return new Promise((resolve) => {
    setTimeout(resolve, LONGEST_WAIT_MILLISECONDS);
    globalThis.requestAnimationFrame?.(resolve);
  });
}
