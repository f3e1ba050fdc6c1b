/* The functions of assets/*.js that need no page. */
import assert from "node:assert/strict";
import test from "node:test";
import { plain, run } from "./in_window.js";

test("placements are written in the order of their positions, random ones last, and read as a person says them", () => {
  const { gia_bench: bench } = run(["bench_state"], { gia_bench: { look: null, rest: null } });
  const site = { key: 1, pattern: "UGCAUG", position: 18 }, random = { key: 2, pattern: "AA", position: null };
  const early = { key: 3, pattern: "G", position: 2 };
  assert.equal(bench.write([random, site, early]), "G@2,UGCAUG@18,AA@*");
  assert.equal(bench.end(site), 23);
  assert.deepEqual([site, early, random].map(bench.span), ["positions 18 to 23", "position 2", "a random position"]);
  assert.equal(bench.activeItem({ conditions: [{ key: 4, text: "A@1" }], active: 4 }).text, "A@1");
  assert.deepEqual(plain(bench.activeItem({ conditions: [], active: 4 })), { key: 0, text: "" });
});

test("an RBP is found by each of its names, however it is spelled", () => {
  const { dashMantineFunctions: functions } = run(["dashMantineFunctions"]);
  const options = [{ label: "ELAVL1, RNCMPT00032", names: ["HuR"] }, { label: "TARDBP", names: ["TDP-43"] }];
  const find = (search, limit = 9) => functions.findRbp({ options, search, limit }).map(one => one.label);
  assert.deepEqual(plain(find("hur")), ["ELAVL1, RNCMPT00032"]);
  assert.deepEqual(plain(find("tdp43")), ["TARDBP"]);
  assert.deepEqual(plain(find("rncmpt elavl")), ["ELAVL1, RNCMPT00032"]);
  assert.deepEqual(plain(find("nothing")), []);
  assert.deepEqual(plain(find("", 1)), ["ELAVL1, RNCMPT00032"]);
});

test("letters of a logo stand on each other, each as high as its number", () => {
  const { gia_logo: logo } = run(["logo"]);
  const drawn = logo({ columns: [[["A", 0.5], ["G", 1]], [["U", 2]]], label: "motif" });
  assert.equal(drawn.props["aria-label"], "motif");
  assert.equal(drawn.props.viewBox, "0 0 2 2");
  const letters = drawn.children.map(({ props }) => [props.className, props.y, props.height]);
  assert.deepEqual(plain(letters), [["A", 1.5, 0.5], ["G", 0.5, 1], ["U", 0, 2]]);
});

test("the order of the table goes into the address", () => {
  const told = [];
  const dash_clientside = { set_props: (id, props) => told.push([id, props.data]) };
  const { dashAgGridFunctions: functions } = run(["dashAgGridFunctions"], { dash_clientside });
  for (const columns of [[{ colId: "id" }, { colId: "r", sort: "desc" }], [{ colId: "id" }]])
    functions.rememberSort({ api: { getColumnState: () => columns } });
  assert.deepEqual(told, [["rbps-sort", "r:desc"], ["rbps-sort", null]]);
});
