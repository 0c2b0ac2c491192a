"""When a page of the field form has done what it was asked: told by its work, never by a length of time.

A slow disk (an answer counts as kept only when it is on it) or a busy machine makes work longer, and a test that waited
a while would look too early.
"""

AT_REST = """
if (!window.atRest) {
  let open = 0;  // what was asked for and is not there yet
  const once = () => { open += 1; let isOpen = true; return () => { if (isOpen) open -= 1; isOpen = false; }; };
  const change = (there, name, made) => { const own = there[name]; there[name] = function (...given) {
    return made.call(this, own.bind(this), given); }; };
  const promised = (own, given) => {
    const [end, made] = [once(), own(...given)];
    made.then(end, end);
    return made;
  };
  change(window, "fetch", promised);
  for (const one of ["encrypt", "decrypt", "sign", "verify", "digest", "deriveBits", "deriveKey", "importKey"]) {
    change(SubtleCrypto.prototype, one, promised);
  }
  for (const one of ["arrayBuffer", "text"]) change(Blob.prototype, one, promised);
  change(IDBDatabase.prototype, "transaction", (own, given) => {
    const [end, made] = [once(), own(...given)];
    for (const one of ["complete", "abort"]) made.addEventListener(one, end);
    return made;
  });
  for (const one of ["open", "deleteDatabase"]) change(IDBFactory.prototype, one, (own, given) => {
    const [end, made] = [once(), own(...given)];
    for (const event of ["success", "error", "blocked"]) made.addEventListener(event, end);
    return made;
  });
  change(LockManager.prototype, "request", (own, given) => {  // until it is given: it may be held for long
    const [end, work] = [once(), given.pop()];
    const made = own(...given, (lock) => { end(); return work(lock); });
    made.then(end, end);
    return made;
  });
  change(window, "setTimeout", (own, [work, wait = 0, ...given]) => {  // a short one is work, a long one a watch
    const end = wait <= 100 ? once() : () => null;
    return own(() => { end(); work(...given); }, wait);
  });
  // A hidden page has no frames. A message is heard after all that were sent before it.
  const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 50); });
  const [here, there] = [new BroadcastChannel("at-rest"), new BroadcastChannel("at-rest")];
  const heard = () => new Promise((done) => { there.onmessage = done; here.postMessage(null); });
  window.atRest = async () => {
    const until = performance.now() + 60_000;
    await frame();
    for (let turns = 0; turns < 10; turns = open ? 0 : turns + 1) {
      if (performance.now() > until) throw new Error(`${open} things are still not done`);
      await heard();
    }
  };
}
const atRest = window.atRest;
"""
