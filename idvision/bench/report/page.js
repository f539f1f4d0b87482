"use strict";
// A click on a heading sorts the rows of its table by that column, numbers as numbers, missing ones last.
for (const button of document.querySelectorAll(".sortable button")) {
  button.addEventListener("click", () => {
    const head = button.parentElement;
    const rising = head.getAttribute("aria-sort") === "descending";
    const body = head.closest("table").tBodies[0];
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const key = (row) => {
      const cell = row.cells[head.cellIndex];
      return cell === undefined || cell.colSpan > 1 ? "" : cell.dataset.sort ?? cell.textContent.trim();
    };
    const compared = (a, b) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      const order = isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
      return rising ? order : -order;
    };
    body.append(...[...body.rows].sort((a, b) => compared(key(a), key(b))));
  });
}
