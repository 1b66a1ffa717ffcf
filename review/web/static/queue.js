// SPDX-License-Identifier: EUPL-1.2
// One thing after the other: a form is sent, the answer takes the place of the page, and only then comes what was
// pressed in the meantime. So keys that are typed quickly act on what is true, and never on an old page.
"use strict";

let work = document.querySelector(".werk");
const line = []; // what waits for its turn
let doing = null; // what is under way

const told = document.getElementById("melding");
const texts = JSON.parse(told.dataset.teksten); // in the language of the page
const keys = JSON.parse(told.dataset.toetsen); // which sign does what

function tell(text) { told.textContent = text; }

/** A text of the page's language, filled in. */
function say(name, values) { return texts[name].replace(/\{(\w+)\}/g, (_, one) => values[one]); }

/** The key of an action, as it is printed. */
function keyOf(name) { return Object.keys(keys).find((key) => keys[key] === name).toUpperCase(); }

function inTurn(act) { if (doing) line.push(act); else act(); }

function start(job) {
  work.setAttribute("aria-busy", "true");
  doing = job().catch(() => {
    line.length = 0;
    tell(say("lost"));
  }).finally(() => {
    doing = null;
    work.removeAttribute("aria-busy");
    while (line.length && !doing) line.shift()();
  });
}

/** Sends a form as it stands, from what the page shows by now. */
function submit(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  start(async () => {
    body.set("gezien", work.dataset.gezien);
    const answer = await fetch(form.action, { method: "POST", body });
    const page = await read(answer);
    if (answer.ok) { show(page, answer.url, form.classList.contains("besluit")); return; }
    line.length = 0;
    const said = page.querySelector(".fout")?.textContent.trim() || say("refused");
    const now = await fetch(location.href);
    show(await read(now), now.url, false);
    tell(said);
  });
}

/** Goes to another page of the document, or shows this one in another way. */
function turnTo(url) {
  start(async () => {
    const answer = await fetch(url);
    const page = await read(answer);
    if (answer.ok) show(page, answer.url, false); else location.assign(url);
  });
}

async function read(answer) { return new DOMParser().parseFromString(await answer.text(), "text/html"); }

/** Puts the answer in the place of what was there; an answer of another kind is opened as a page of its own. */
function show(page, url, decided) {
  const fresh = page.querySelector(".werk");
  if (!fresh) { line.length = 0; location.assign(url); return; }
  const before = remembered();
  if (new URL(url).pathname === location.pathname) history.replaceState(null, "", url); else history.pushState(null, "", url);
  document.title = page.title;
  for (const part of [".waar", "h1"]) document.querySelector(part).replaceWith(page.querySelector(part));
  const old = work.querySelector(".papier img");
  const image = fresh.querySelector(".papier img");
  if (old && old.src === image.src) image.replaceWith(old); // no flash of white
  work.replaceWith(fresh);
  work = fresh;
  bind(before, decided);
}

addEventListener("popstate", () => location.reload());
