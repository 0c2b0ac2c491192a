/** Every screen under the name by which it is opened. @module */
export * as enrol from "./enrol.js";
export * as unlock from "./unlock.js";
export * as start from "./start.js";
export * as unplanned from "./unplanned.js";
export * as control from "./control.js";
export * as steps from "./steps.js";
export * as suspicion from "./suspicion.js";
export * as hearing from "./hearing.js";
export * as lookup from "./lookup.js";
export * as pay from "./pay.js";
export * as photo from "./photo.js";
export * as signature from "./signature.js";
export * as finish from "./finish.js";
export * as queue from "./queue.js";
export * as wipe from "./wipe.js";
export * as hidden from "./hidden.js";
