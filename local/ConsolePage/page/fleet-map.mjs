// The map of the fleet: trucks, the way they came, and what is wrong with them.

import { s } from './svg.mjs';
import { things } from './words.mjs';

const Margin = 34;
const [Narrowest, Widest, Lowest] = [320, 760, 340];
const KmPerDegree = 111.32;
const LeastKm = 2;
const LongestTrail = 120;
const MostLabels = 60;

// Beside a spot, best first: where the middle of a label is, in halves of its size and pixels away from the spot.
const Places = [[0, -1], [0, 1], [1, 0], [-1, 0]];
const [SpotRadius, RingRadius] = [6, 12];

/** Remembers where trucks were, and what part of the world is shown, which does not change with each step of a truck. */
export function fleetMap() {
  const trails = new Map();
  let box;

  function note(trucks) {
    for (const { truck_id: id, longitude, latitude } of trucks) {
      const trail = trails.get(id) ?? [];
      const last = trail.at(-1);
      if (!last || last[0] !== longitude || last[1] !== latitude) {
        trail.push([longitude, latitude]);
        trails.set(id, trail.slice(-LongestTrail));
      }
    }
    const places = trucks.flatMap(({ truck_id: id }) => trails.get(id));
    if (places.length > 0) {
      const needed = boxOf(places);
      box = box && !isMuchSmaller(needed, box) ? boxOf([...corners(box), ...corners(needed)]) : needed;
    }
  }

  /**
   * @param {object[]} trucks items of the table, those first whose names matter most
   * @param {Set<string>} inTrouble keys of trucks with an open alert
   * @param {{ width: number, route?: object, chosen?: string, choose(id: string): void }} options the width in pixels that there is;
   *   with a route, the map shows its surroundings
   */
  function draw(trucks, inTrouble, { width: room, route, chosen, choose }) {
    note(trucks);
    const width = Math.round(Math.min(Math.max(room, Narrowest), Widest));
    if (!box) {
      return s('svg', { class: 'map fleet-map', viewBox: `0 0 ${width} 120`, role: 'img', 'aria-label': 'No truck has reported yet' },
        s('rect', { class: 'ground', width, height: 120, rx: 10 }),
        s('text', { x: width / 2, y: 65, 'text-anchor': 'middle', class: 'nothing' }, 'No truck has reported yet.'));
    }
    const height = Math.max(Math.round(width * 0.68), Lowest);
    const { point, scale } = projection(route ? boxOfRoute(route, trails.get(chosen)) : box, width, height);
    const spots = trucks.map(truck => {
      const [x, y] = point(truck.longitude, truck.latitude).map(fixed);
      return { truck, x, y, isInTrouble: inTrouble.has(truck.k), isChosen: truck.truck_id === chosen };
    });
    const labels = placeLabels(spots, width, height);
    return s('svg', { class: 'map fleet-map', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `Map of ${things(trucks.length, 'truck')}; the table below says the same` },
      s('rect', { class: 'ground', width, height, rx: 10 }),
      route && drawRoute(route, point),
      trucks.map(({ truck_id: id }) => s('polyline', {
        class: id === chosen ? 'trail chosen' : 'trail', points: trails.get(id).map(place => point(...place).map(fixed).join()).join(' '),
      })),
      spots.map(spot => drawTruck(spot, labels.get(spot), choose)),
      drawScale(scale, height));
  }

  return { draw };
}

function labelOf({ truck_id: id, cargo_c: cargo }) {
  return cargo === undefined ? id : `${id} ${cargo.toFixed(1)}°`;
}

/**
 * Places for labels that hide no other label and no spot; where there is none, the label is left out: the tip and the table
 * say the same.
 * @returns {Map<object, { x: number, y: number }>} the middle of each label, from its spot
 */
function placeLabels(spots, width, height) {
  const letter = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.75;
  const taken = spots.map(({ x, y, isInTrouble }) => around(x, y, isInTrouble ? RingRadius : SpotRadius, isInTrouble ? RingRadius : SpotRadius));
  const labels = new Map();
  for (const spot of [...spots].sort((one, other) => other.isChosen - one.isChosen || other.isInTrouble - one.isInTrouble)) {
    if (labels.size === MostLabels) {
      break;
    }
    const [half, rise] = [labelOf(spot.truck).length * letter * 0.29, letter * 0.6];
    const away = (spot.isInTrouble ? RingRadius : SpotRadius) + 2;
    const free = Places.map(([across, down]) => ({ x: across * (half + away), y: down * (rise + away) }))
      .find(({ x, y }) => {
        const area = around(spot.x + x, spot.y + y, half, rise);
        return area.west >= 0 && area.east <= width && area.north >= 0 && area.south <= height && !taken.some(other => overlap(area, other));
      });
    if (free) {
      labels.set(spot, free);
      taken.push(around(spot.x + free.x, spot.y + free.y, half, rise));
    }
  }
  return labels;
}

function around(x, y, across, down) {
  return { west: x - across, east: x + across, north: y - down, south: y + down };
}

function overlap(one, other) {
  return one.west < other.east && other.west < one.east && one.north < other.south && other.north < one.south;
}

function drawTruck({ truck, x, y, isInTrouble, isChosen }, label, choose) {
  const { truck_id: id, cargo_c: cargo, speed_kmh: speed } = truck;
  const words = [id, cargo !== undefined && `${cargo} °C`, speed !== undefined && `${speed} km/h`, isInTrouble && 'alert'].filter(Boolean).join(', ');
  return s('g', {
    class: ['truck', isInTrouble && 'in-trouble', isChosen && 'chosen'].filter(Boolean).join(' '),
    transform: `translate(${x} ${y})`, 'data-truck': id, onclick: () => choose(id),
  },
    s('title', {}, words),
    isInTrouble && s('circle', { class: 'ring', r: RingRadius }),
    s('circle', { class: 'spot', r: SpotRadius }),
    label && s('text', { x: fixed(label.x), y: fixed(label.y), dy: '.35em' }, labelOf(truck)));
}

function drawRoute({ depotLatitude, depotLongitude, stops }, point) {
  const home = point(depotLongitude, depotLatitude);
  const places = stops.map(({ longitude, latitude }) => point(longitude, latitude));
  return s('g', { class: 'way' },
    s('polyline', { points: [home, ...places, home].map(place => place.map(fixed).join()).join(' ') }),
    s('path', { class: 'depot', transform: `translate(${home.map(fixed).join(' ')})`, d: 'M-8 -1 0 -8 8 -1V8H-8Z' }, s('title', {}, 'Depot')),
    places.map(([x, y], index) => s('circle', { cx: fixed(x), cy: fixed(y), r: 4 }, s('title', {}, `${index + 1}. ${stops[index].storeId}`))));
}

function drawScale({ km, pixels }, height) {
  return s('g', { class: 'scale' },
    s('path', { d: `M14 ${height - 20}v6h${fixed(pixels)}v-6` }),
    s('text', { x: 20 + pixels, y: height - 13 }, `${km} km`));
}

function boxOfRoute({ depotLongitude, depotLatitude, stops }, trail = []) {
  return boxOf([[depotLongitude, depotLatitude], ...stops.map(({ longitude, latitude }) => [longitude, latitude]), ...trail]);
}

function boxOf(places) {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [longitude, latitude] of places) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}

function corners({ west, east, south, north }) {
  return [[west, south], [east, north]];
}

// Half as wide and half as high: what left the map long ago does not keep it small.
function isMuchSmaller(needed, shown) {
  return needed.east - needed.west < (shown.east - shown.west) / 2 && needed.north - needed.south < (shown.north - shown.south) / 2;
}

// Flat, north up, true to scale around its middle.
function projection({ west, east, south, north }, width, height) {
  const [longitude, latitude] = [(west + east) / 2, (south + north) / 2];
  const narrowing = Math.cos(latitude * Math.PI / 180);
  const pixelsPerKm = Math.min(
    (width - 2 * Margin) / Math.max((east - west) * narrowing * KmPerDegree, LeastKm),
    (height - 2 * Margin) / Math.max((north - south) * KmPerDegree, LeastKm));
  const longest = width / 4 / pixelsPerKm;
  const power = 10 ** Math.floor(Math.log10(longest));
  const km = power * (longest / power >= 5 ? 5 : longest / power >= 2 ? 2 : 1);
  return {
    point: (x, y) => [
      width / 2 + (x - longitude) * narrowing * KmPerDegree * pixelsPerKm,
      height / 2 - (y - latitude) * KmPerDegree * pixelsPerKm,
    ],
    scale: { km, pixels: km * pixelsPerKm },
  };
}

function fixed(value) {
  return Number(value.toFixed(1));
}
