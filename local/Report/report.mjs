// Choosing a state shows what is known of it.
const graph = document.querySelector('.asl-graph');
const panels = [...document.querySelectorAll('aside article')];
const hint = document.querySelector('aside .hint');
const untouched = hint.textContent;

function choose(state) {
  const { state: name } = state.dataset;
  graph.querySelector('.selected')?.classList.remove('selected');
  state.classList.add('selected');
  panels.forEach(panel => { panel.hidden = panel.dataset.of !== name; });
  const known = panels.some(panel => !panel.hidden);
  hint.hidden = known;
  hint.textContent = known ? untouched : `${name} was not entered.`;
}

graph.addEventListener('click', event => {
  const state = event.target.closest('[data-state]');
  if (state) choose(state);
});
graph.addEventListener('keydown', event => {
  const state = event.target.closest('[data-state]');
  if (state && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    choose(state);
  }
});
// Where the picture is wider than the screen, its start is what to see first.
const frame = document.querySelector('.frame');
const start = graph.querySelector('.dot')?.getBoundingClientRect();
if (start) frame.scrollLeft += start.left + start.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;

const failed = graph.querySelector('[data-status=failed]');
if (failed) choose(failed);

enliven(document);
