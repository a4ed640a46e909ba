
"use strict";
(() => {
  const table = document.querySelector("tbody"), query = document.getElementById("query"), found = document.getElementById("found");
  const rows = [...table.rows];
  let texts = null;

  // A row is shown if it holds every word of the query.
  const search = () => {
    texts = texts || new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => texts.get(row).includes(word));
      if (!row.hidden) shown += 1;
    }
    found.textContent = words.length ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} reports` : "";
  };
  let waiting = 0;
  query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 80); });
  document.querySelector(".search").hidden = false;
  document.querySelector(".search").addEventListener("submit", (event) => { event.preventDefault(); search(); });

  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const compare = {
    text: (a, b) => collator.compare(a, b),
    number: (a, b) => a - b,
  };
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "text" ? cell.querySelector("a").textContent : parseFloat(cell.textContent.replaceAll(",", "")) || 0;
  };
  const sort = (heading, column) => {
    const kind = heading.dataset.kind;
    const order = heading.getAttribute("aria-sort") === (kind === "text" ? "ascending" : "descending") ? -1 : 1;
    const upwards = kind === "text" ? order === 1 : order === -1;
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", upwards ? "ascending" : "descending");
    const values = new Map(rows.map((row) => [row, value(row, column, kind)]));
    rows.sort((a, b) => compare[kind](values.get(a), values.get(b)) * (upwards ? 1 : -1));
    table.append(...rows);
  };
  [...document.querySelectorAll("thead th")].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, column));
    heading.replaceChildren(button);
  });
})();
