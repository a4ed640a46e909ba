
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const said = byId("said"), tip = byId("tip"), steps = document.querySelector(".steps"), step = byId("step");
  const outline = document.querySelector(".outline details");
  const say = (text) => { said.textContent = text; };
  const view = () => document.querySelector("input[name=view]:checked").value;

  // Beside the text the outline is open; report.css shows it there without this script, but not in every browser.
  const wide = matchMedia("(min-width: 60rem)");
  outline.open = wide.matches;
  outline.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) outline.open = false; });

  // A summary sentence lights up its sources; the browser itself follows the link.
  let sentence = null;
  const light = (link) => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    sentence = link;
    if (!link) return;
    const sources = document.querySelectorAll(`.src[data-of~="${link.id.slice(4)}"]`);
    for (const lit of [link, ...sources]) lit.classList.add("lit");
    say(`${sources.length === 1 ? "The source is" : `${sources.length} passages are`} lit. Escape goes back to the summary.`);
  };
  const goBack = (link) => { link.focus({preventScroll: true}); link.scrollIntoView({block: "center"}); };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.sentence, a.back");
    if (!link) return;
    if (link.matches(".back")) {
      event.preventDefault();
      const from = document.querySelector(link.getAttribute("href"));
      light(from);
      goBack(from);
    } else {
      light(link);
    }
  });

  // The reason of a change, under the pointer or the focus; for a screen reader it is the element's description.
  const explain = (edit) => {
    tip.hidden = !edit || view() !== "changes";
    if (tip.hidden) return;
    tip.textContent = byId(edit.getAttribute("aria-describedby")).textContent;
    const place = edit.getClientRects()[0] || edit.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${place.bottom + tip.offsetHeight + 12 > innerHeight ? place.top - tip.offsetHeight - 6 : place.bottom + 6}px`;
  };
  for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => explain(event.target.closest(".edit")));
  document.addEventListener("focusout", () => explain(null));
  addEventListener("scroll", () => { if (!document.activeElement.closest(".edit")) explain(null); }, {passive: true});

  // From change to change.
  let edits = null, current = null;
  const show = (index) => {
    if (current) current.removeAttribute("tabindex");
    current = edits[(index + edits.length) % edits.length];
    if (current.matches(".edit")) { current.tabIndex = 0; current.setAttribute("role", "group"); }
    current.scrollIntoView({block: "center"});
    current.focus({preventScroll: true});
    explain(current.closest(".edit"));
    step.textContent = `${edits.indexOf(current) + 1} of ${edits.length}`;
  };
  // The first change below the top of the window: their places are in order.
  const firstInSight = () => {
    let low = 0, high = edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edits[middle].getBoundingClientRect().top < 60) low = middle + 1; else high = middle;
    }
    return low;
  };
  const move = (by) => {
    edits = edits || [...document.querySelectorAll(".part .edit, .part .removed > summary")];
    if (!edits.length) return;
    if (current && document.contains(current) && Math.abs(current.getBoundingClientRect().top) < 2 * innerHeight) show(edits.indexOf(current) + by);
    else show(firstInSight() + (by < 0 ? -1 : 0));
  };
  byId("next").addEventListener("click", () => move(1));
  byId("previous").addEventListener("click", () => move(-1));

  const names = {cleaned: "the cleaned text", original: "the original text", changes: "the changes"};
  const switched = () => {
    const shown = view();
    steps.hidden = shown !== "changes" || !document.querySelector(".part .edit, .part .removed");
    for (const removed of document.querySelectorAll(".text .removed")) removed.open = shown !== "cleaned";
    explain(null);
  };
  for (const input of document.querySelectorAll("input[name=view]")) input.addEventListener("change", () => { switched(); say(`Now showing ${names[view()]}.`); });
  switched();

  document.addEventListener("keydown", (event) => {
    const focused = document.activeElement;
    if (event.key === " " && focused.matches("a.sentence, a.back")) {
      event.preventDefault();
      focused.click();
    } else if (event.key === "Escape") {
      if (!tip.hidden) explain(null);
      else if (sentence) { const link = sentence; light(null); goBack(link); say("Back at the summary."); }
    } else if (focused.matches(".edit") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  });

  // Where the reader is, in the outline.
  const links = new Map([...document.querySelectorAll(".outline a")].map((link) => [link.getAttribute("href").slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, {rootMargin: "-15% 0px -80% 0px"});
  for (const section of document.querySelectorAll("main > section")) observer.observe(section);

  // On paper everything is unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });
})();
