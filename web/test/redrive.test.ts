import assert from "node:assert/strict";
import { test } from "node:test";
import { course, letters, seen, words, type Sent } from "../src/redrive";

const counted = (n: number | undefined): Record<string, number> => (n === undefined ? {} : { mongodb: n });
const told = (dead: number | undefined, waiting: number | undefined) => ({ queues: counted(waiting), deadLetters: { ...counted(dead), neo4j: 9 } });
const just: Sent = { store: "mongodb", letters: 3, gone: false };

for (const [name, answers, at, said] of [
  ["they are left for a moment", [[3, 0]], "moving", /3 dead letters of mongodb are being sent back; 3 left/],
  ["some are moved", [[3, 0], [1, 2]], "moving", /1 left/],
  ["all are moved and wait", [[3, 0], [0, 3]], "waiting", /sent back; 3 payloads wait to be loaded/],
  ["nothing waits", [[0, 3], [0, 0]], "done", /sent back, and nothing waits any more/],
  ["one is dead again", [[0, 3], [0, 0], [1, 0]], "back", /1 dead letter of mongodb after 3 were sent back: the store refuses them still/],
  ["a count is missing, which is not none", [[undefined, 0]], "moving", /are being sent back\.$/],
  ["a queue is not counted, which is not empty", [[0, undefined]], "waiting", /its queue cannot be counted now/],
] as const) {
  test(`dead letters that were sent back: ${name}`, () => {
    let sent = just;
    for (const [dead, waiting] of answers) sent = seen(sent, told(dead, waiting));
    const last = told(...(answers.at(-1) as [number | undefined, number | undefined]));
    assert.equal(course(sent, last), at);
    assert.match(words(sent, last), said);
  });
}

test("a status without dead letters by store tells nothing of them", () => {
  assert.equal(course(seen(just, { queues: { mongodb: 0 } }), { queues: { mongodb: 0 } }), "moving");
});

test("one letter is a letter", () => {
  assert.deepEqual([letters(1), letters(0), letters(1200)], ["1 dead letter", "0 dead letters", "1,200 dead letters"]);
  assert.match(words({ ...just, letters: 1 }, told(1, 0)), /1 dead letter of mongodb is being/);
});
