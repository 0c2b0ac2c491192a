/**
 * Where a control is, as a paper for others names it: name and address, as far as this device knows them.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { control } from "../filling.js";
import { labelOf } from "../texts.js";

/** Name, address and municipality; of a door that no register knows, what was written down of it. */
export function whereWords() {
  const { mission, name } = draftInHand().meta;
  const town = desk.package?.places.find((one) => one.key === control().place);
  const known = mission ? [mission.name, mission.address] : [name, control().door];
  return [...known, labelOf(town?.label)].filter((one) => typeof one === "string" && one !== "").map(String);
}
