/**
 * Something whose changes others hear of.
 * @module
 */
export class Heard {
  /** @type {Set<() => unknown>} */
  #listeners = new Set();

  /** Call `listener()` after each change, also when sensitive answers come or go, or the state changes. @param {() => unknown} listener */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tell listeners of a change. */
  changed() {
    this.#listeners.forEach((listener) => listener());
  }
}
