// After a refused form the focus stands at the summary of what was wrong.
document.querySelector("[data-focus]")?.focus();
