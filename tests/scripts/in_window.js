/* Each script runs in a window of its own that holds what it is given. */
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const ASSETS = new URL("../../assets/", import.meta.url);
const createElement = (type, props, ...children) => ({ type, props, children: children.flat() });

/* The window in which scripts ran, by their names. Records come from another realm: `plain` makes them comparable. */
export function run(names, given = {}) {
  const window = { React: { createElement }, ...given };
  const context = createContext({ window, ...window });
  for (const name of names) runInContext(readFileSync(new URL(`${name}.js`, ASSETS), "utf8"), context, { filename: name });
  return window;
}
export const plain = value => JSON.parse(JSON.stringify(value));
