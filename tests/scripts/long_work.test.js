/* Long work in the browser (assets/long_work.js): what is asked, what is left and what is lost, without a page. */
import assert from "node:assert/strict";
import test from "node:test";
import { plain, run } from "./in_window.js";

const QUESTION = { k: 4, rbp: "SIM" }, OTHER = { k: 5, rbp: "SIM" };

/* The script in a window with a clock that stands, a storage, and a Dash that notes what is written. */
function open({ awaySince = () => false, kept = {} } = {}) {
  const at = { now: 1e6 }, told = [], timers = [], listeners = {};
  const sessionStorage = { getItem: name => kept[name] ?? null, setItem: (name, value) => { kept[name] = value; } };
  const window = run(["long_work"], {
    sessionStorage,
    crypto: { getRandomValues: list => list.fill(7) },
    location: { pathname: "/scan", search: "?k=4" },
    document: { addEventListener: (name, heard) => { listeners[name] = heard; }, getElementById: () => ({}) },
    Date: { now: () => at.now },
    setTimeout: (act, time) => timers.push({ act, time }),
    gia_server: { wasAwaySince: awaySince },
    dash_clientside: {
      no_update: "no update", set_props: (id, { data }) => told.push([id, data]),
      callback_context: { triggered: [], outputs_list: { id: "scan-left" } },
    },
  });
  const { work, callback_context: context } = window.dash_clientside;
  const click = (found = null, question = QUESTION, busy = false) => {
    context.triggered = [{ prop_id: "scan-found.data", value: found }, { prop_id: "scan-start.n_clicks", value: 1 }];
    return work.ask(1, found, question, busy);
  };
  const cancel = () => listeners.click({ target: { closest: () => ({ id: "scan-cancel" }) } });
  return { at, told, timers, work, context, click, cancel, kept };
}
const asked = (nonce, question = QUESTION, more = {}) => ({ question, nonce, at: 1e6, link: `/scan?${nonce}`, ...more });

test("two questions are the same in whatever order their keys come", () => {
  const { work } = open();
  assert.ok(work.isSame({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 }));
  assert.ok(!work.isSame({ a: [1, 2] }, { a: [2, 1] }));
  assert.ok(!work.isSame({ a: 1 }, { a: 1, b: null }));
});

test("a click asks once: not without a question, not while the page waits, not a second time at once", () => {
  const { at, click } = open();
  assert.equal(click(null, null), "no update");
  assert.equal(click(null, QUESTION, true), "no update");
  const first = click();
  assert.deepEqual([plain(first.question), first.visitor, first.link, first.at], [QUESTION, "7-7-7", "/scan?k=4", 1e6]);
  assert.equal(click(), "no update");
  assert.notEqual(click(null, OTHER), "no update", "other work can be begun at once");
  at.now += 1600;
  assert.notEqual(click().nonce, first.nonce);
});

test("work that was cancelled can be begun anew at once", () => {
  const { click, cancel } = open();
  click();
  cancel();
  assert.deepEqual(plain(click().question), QUESTION);
});

test("a page that is opened joins the work on its question without a click", () => {
  const { work, context } = open();
  context.triggered = [{ prop_id: "scan-found.data", value: { visitor: "me" } }];
  assert.deepEqual(plain(work.ask(null, { visitor: "me" }, QUESTION, false).question), QUESTION);
  context.triggered = [{ prop_id: "scan-found.data", value: null }];
  assert.equal(work.ask(null, null, QUESTION, false), "no update");
});

test("fields are locked while an answer is waited for, the button rests while nothing can be asked", () => {
  const { work, context } = open();
  context.outputs_list = [{}, {}];
  assert.deepEqual(plain([work.locked(true), work.locked(undefined)]), [[true, true], [false, false]]);
  assert.deepEqual([work.blocked(null), work.blocked(QUESTION)], [true, false]);
});

test("progress counts for the question that it is of", () => {
  const { work } = open(), told = { done: 1, total: 9 };
  assert.equal(work.mine(told, QUESTION, asked("1")), told);
  assert.equal(work.mine(told, OTHER, asked("1")), null);
  assert.equal(work.mine(told, QUESTION, null), null);
  assert.equal(work.mine(null, QUESTION, asked("1")), null);
});

test("what came goes to the store that callbacks look at", () => {
  const { work, context, told } = open(), came = { nonce: "1" };
  context.triggered = [{ prop_id: "scan-came.data" }];
  work.take(came);
  work.take(null);
  assert.deepEqual(plain(told), [["scan-arrived", came]]);
});

test("the end is told before the answer, so work counts as lost only later", () => {
  const { work, context, told, timers } = open();
  context.triggered = [{ prop_id: "scan-busy.data" }];
  assert.equal(work.ended(true, asked("1")), "no update");
  assert.equal(work.ended(false, null), null);
  work.ended(false, asked("1"));
  assert.deepEqual(plain([told, timers.length]), [[], 1]);
  timers[0].act();
  assert.deepEqual(plain(told), [["scan-ended", "1"]]);
});

test("work that a server took with it is begun again, unless it was cancelled since", () => {
  const { at, work, context, told, timers, cancel } = open({ awaySince: () => true });
  context.triggered = [{ prop_id: "scan-busy.data" }];
  work.ended(false, asked("1"));
  const [[store, again]] = told.splice(0);
  assert.deepEqual(plain([store, again.question, again.link]), ["scan-asked", QUESTION, "/scan?1"]);
  assert.notEqual(again.nonce, "1");
  at.now += 10;
  cancel();
  work.ended(false, asked("1"));
  assert.deepEqual(plain([told, timers.length]), [[], 1]);
});

test("what was asked before with other fields is looked after until it has a state that stays, and outlives a reload", () => {
  const page = open(), first = asked("1", OTHER, { link: "/scan?k=5" });
  assert.deepEqual(plain(page.work.left(QUESTION, first, null, null, null, null)), [{ ...first, state: "unknown" }]);
  assert.equal(page.timers.length, 1);
  page.timers[0].act();
  assert.equal(page.told[0][0], "scan-left-look");
  const { work, timers } = open({ kept: page.kept });
  assert.deepEqual(plain(work.left(QUESTION, null, null, null, null, { 1: "ready" })), [{ ...first, state: "ready" }]);
  assert.equal(timers.length, 0);
});

test("what was asked before is left no more once it is drawn, cancelled, refused or asked again", () => {
  const first = asked("1", OTHER, { link: "/scan?k=5" });
  const cases = {
    "drawn": [QUESTION, first, { question: OTHER, record: {} }, null, null, null],
    "cancelled": [QUESTION, first, null, null, "1", null],
    "cancelled elsewhere": [QUESTION, first, null, { question: OTHER, cancelled: true }, null, null],
    "refused": [QUESTION, first, null, { question: OTHER, problem: "no" }, null, null],
    "in the fields": [OTHER, first, null, null, null, null],
  };
  for (const [name, args] of Object.entries(cases)) assert.deepEqual(plain(open().work.left(...args)), [], name);
});

test("work that has just been asked for counts as gone only after its job had time to begin", () => {
  const { at, work } = open(), first = asked("1", OTHER), gone = { 1: "gone" };
  assert.equal(work.left(QUESTION, first, null, null, null, gone)[0].state, "running");
  at.now += 16000;
  assert.equal(work.left(QUESTION, first, null, null, null, gone)[0].state, "gone");
});
