// The page works without this file; it only saves steps for those who can run it.
"use strict";

const form = document.getElementById("search");
const box = document.getElementById("q");
const facets = document.getElementById("facets");
const wide = matchMedia("(min-width: 56rem)");
const REMEMBERED = "searchapp:box";

// On a wide screen the filters always stand open, and a ticked box is a search at once.
if (facets) {
  const fit = () => { facets.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  facets.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox" || !wide.matches) return;
    sessionStorage.setItem(REMEMBERED, JSON.stringify([event.target.name, event.target.value]));
    form.requestSubmit();
  });
  const remembered = JSON.parse(sessionStorage.getItem(REMEMBERED) || "null");
  sessionStorage.removeItem(REMEMBERED);
  if (remembered) {
    const same = (input) => input.name === remembered[0] && input.value === remembered[1];
    const ticked = [...facets.querySelectorAll("input")].find(same);
    if (ticked) {
      const more = ticked.closest("details.more");
      if (more) more.open = true;
      ticked.focus({ preventScroll: true });
    }
  }
}

// Empty boxes need not stand in the address.
const texts = () => [...form.elements].filter((input) => input.name && input.type !== "checkbox");
form.addEventListener("submit", () => {
  for (const input of texts()) input.disabled = input.value === "";
});
addEventListener("pageshow", () => {
  for (const input of texts()) input.disabled = false;
});

// "/" goes to the search box.
addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// From an article back to the very search that led to it.
const back = document.getElementById("back");
if (back && document.referrer) {
  const from = new URL(document.referrer);
  if (from.origin === location.origin && from.pathname === "/") back.href = from.href;
}
