/* What the bench asks for and when (assets/bench.js), without a page. */
import assert from "node:assert/strict";
import test from "node:test";
import { plain, run } from "./in_window.js";

const bench = (text, revision, more = {}) => ({
  revision, active: 2, seed: 0, show: [], problems: {}, link: { path: "/bench", query: { c: [text] } },
  conditions: [{ key: 1, text: "A@1", name: "" }, { key: 2, text, name: "" }], ...more,
});

/* The script on a page that shows a state, whose first result has come; what it asks for is noted. */
function open() {
  const sent = [], timers = [];
  const window = run(["bench"], {
    document: { addEventListener: () => {}, querySelector: () => null },
    navigator: { platform: "Linux" }, performance: { now: () => 0 },
    setTimeout: act => timers.push(act), clearTimeout: () => {},
    gia_internals: { propsOf: () => ({}) }, gia_server: { isLeaving: () => false },
    dash_clientside: {
      no_update: "no update", callback_context: { triggered: [] }, set_props: (id, { data }) => sent.push({ id, ...data }),
    },
  });
  const { dash_clientside: dash, gia_bench: acts } = window;
  dash.bench.ask(bench("A@2", 0), "light");
  dash.callback_context.triggered = [{}];
  const answer = ({ number, preview }) => dash.bench.latest({ number, preview, conditions: {} }, null);
  answer(sent[0]);
  return { ...dash.bench, ...acts, answer, sent, text: () => sent.at(-1).state.conditions[1].text };
}

test("a drop is asked for at once, and not again when the server has applied it", () => {
  const page = open();
  page.letGo("A@9", 5);
  assert.equal(page.sent.length, 2);
  assert.equal(page.text(), "A@9");
  assert.deepEqual(plain([page.sent[1].id, page.sent[1].preview]), ["bench-asked", false]);
  page.ask(bench("A@9", 5, { undo: "Move or write motifs", problems: { seed: "no" } }), "light");
  assert.equal(page.sent.length, 2);
  assert.equal(page.answer(page.sent[1]).number, page.sent[1].number);
});

test("what the server made of a drop is asked for if it is something else", () => {
  for (const state of [bench("A@2", 5), bench("A@9", 5, { seed: 1 }), bench("A@9", 6, { active: 1 })]) {
    const page = open();
    page.letGo("A@9", 5);
    page.ask(state, "light");
    assert.equal(page.sent.length, 3);
    assert.deepEqual(plain(page.sent[2].state), plain(state));
  }
});

test("a state that has not seen the drop yet asks for nothing", () => {
  const page = open();
  page.letGo("A@9", 5);
  page.ask(bench("A@2", 4, { seed: 1 }), "light");
  assert.equal(page.sent.length, 2);
  page.ask(bench("A@9", 5, { seed: 1 }), "light");
  assert.equal(page.sent.at(-1).state.seed, 1);
});

test("a newer drop overtakes an answer that is under way, once: drops do not pile up, and some are drawn", () => {
  const page = open();
  ["A@5", "A@6", "A@7", "A@8"].forEach((text, index) => page.letGo(text, index + 5));
  assert.equal(page.sent.length, 3);
  assert.equal(page.text(), "A@6");
  page.answer(page.sent[1]);                                            // it was overtaken
  assert.equal(page.sent.length, 3);
  page.answer(page.sent[2]);
  assert.equal(page.sent.length, 4);
  assert.equal(page.text(), "A@8");
});

test("a motif that is let go where it was held is answered by the answer that is under way", () => {
  const page = open();
  page.look("A@9", 0);
  assert.equal(page.sent[1].preview, true);
  page.letGo("A@9", 5);
  page.ask(bench("A@9", 5), "light");
  assert.equal(page.sent.length, 2);
  assert.equal(page.answer(page.sent[1]).number, page.sent[1].number);  // its numbers go to the list
});

test("numbers of a motif that is still held, or was let go elsewhere, do not go to the list", () => {
  const page = open();
  page.look("A@9", 0);
  page.letGo("A@11", 5);
  assert.equal(page.sent.length, 3);
  assert.equal(page.answer(page.sent[1]), "no update");
  assert.equal(page.answer(page.sent[2]).number, page.sent[2].number);
});
