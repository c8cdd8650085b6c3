/* Single keys in the moderators' queue. It comes with the page only where its reader switched the keys on. They do
   nothing while something that takes keys has the focus, and none of them decides: each leads to a form. */
const ACTIONS = {1: ["publish", "keep", "restore"], 2: ["redact"], 3: ["ask"], 4: ["limit"], 5: ["reject", "remove"], 6: ["hand-over"]}

const cases = () => [...document.querySelectorAll("article.case")]

const current = () => document.activeElement.closest("article.case")

const step = by => {
  const all = cases(), at = all.indexOf(current())
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]
  next?.focus()
  next?.scrollIntoView({block: "start"})
}

document.addEventListener("keydown", event => {
  const takesKeys = event.target.closest("input, select, textarea, [contenteditable]")
  if (takesKeys || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  if (event.key === "j") step(1)
  if (event.key === "k") step(-1)
  for (const action of ACTIONS[event.key] ?? []) {
    const link = current()?.querySelector(`a[href$="/${action}/"]`)
    if (link) return link.click()
  }
})
