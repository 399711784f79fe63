// The map of the fleet: trucks, the way they came, and what is wrong with them.

import { s } from './svg.mjs';

const [Width, Height, Margin] = [760, 520, 34];
const KmPerDegree = 111.32;
const LeastKm = 2;

// More would hide each other.
const MostLabels = 40;
const LongestTrail = 120;

/** Remembers where trucks were, and what part of the world is shown: it grows and does not jump. */
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
      box = grown(box, longitude, latitude);
    }
  }

  /**
   * @param {object[]} trucks items of the table
   * @param {Set<string>} inTrouble keys of trucks with an open alert
   * @param {{ route?: object, chosen?: string, choose(id: string): void }} options with a route, the map shows its surroundings
   */
  function draw(trucks, inTrouble, { route, chosen, choose }) {
    note(trucks);
    if (!box) {
      return s('svg', { class: 'map fleet-map', viewBox: `0 0 ${Width} 120`, role: 'img', 'aria-label': 'No truck has reported yet' },
        s('rect', { class: 'ground', width: Width, height: 120, rx: 10 }),
        s('text', { x: Width / 2, y: 65, 'text-anchor': 'middle', class: 'nothing' }, 'No truck has reported yet.'));
    }
    const { point, scale } = projection(route ? boxOfRoute(route, trails.get(chosen)) : box);
    return s('svg', { class: 'map fleet-map', viewBox: `0 0 ${Width} ${Height}`, role: 'img', 'aria-label': `Map of ${trucks.length} trucks; the table below says the same` },
      s('rect', { class: 'ground', width: Width, height: Height, rx: 10 }),
      route && drawRoute(route, point),
      trucks.map(({ truck_id: id }) => s('polyline', {
        class: id === chosen ? 'trail chosen' : 'trail', points: trails.get(id).map(place => point(...place).map(fixed).join()).join(' '),
      })),
      trucks.map(truck => drawTruck(truck, point, inTrouble.has(truck.k), trucks.length <= MostLabels, chosen, choose)),
      drawScale(scale));
  }

  return { draw };
}

function drawTruck(truck, point, isInTrouble, isLabelled, chosen, choose) {
  const { truck_id: id, cargo_c: cargo, speed_kmh: speed } = truck;
  const [x, y] = point(truck.longitude, truck.latitude).map(fixed);
  const words = [id, cargo !== undefined && `${cargo} °C`, speed !== undefined && `${speed} km/h`, isInTrouble && 'alert'].filter(Boolean).join(', ');
  return s('g', {
    class: ['truck', isInTrouble && 'in-trouble', id === chosen && 'chosen'].filter(Boolean).join(' '),
    transform: `translate(${x} ${y})`, 'data-truck': id, onclick: () => choose(id),
  },
    s('title', {}, words),
    isInTrouble && s('circle', { class: 'ring', r: 12 }),
    s('circle', { class: 'spot', r: 6 }),
    (isLabelled || id === chosen || isInTrouble) && s('text', { y: -10 }, cargo === undefined ? id : `${id} ${cargo.toFixed(1)}°`));
}

function drawRoute({ depotLatitude, depotLongitude, stops }, point) {
  const home = point(depotLongitude, depotLatitude);
  const places = stops.map(({ longitude, latitude }) => point(longitude, latitude));
  return s('g', { class: 'way' },
    s('polyline', { points: [home, ...places, home].map(place => place.map(fixed).join()).join(' ') }),
    s('path', { class: 'depot', transform: `translate(${home.map(fixed).join(' ')})`, d: 'M-8 -1 0 -8 8 -1V8H-8Z' }, s('title', {}, 'Depot')),
    places.map(([x, y], index) => s('circle', { cx: fixed(x), cy: fixed(y), r: 4 }, s('title', {}, `${index + 1}. ${stops[index].storeId}`))));
}

function drawScale({ km, pixels }) {
  return s('g', { class: 'scale' },
    s('path', { d: `M14 ${Height - 20}v6h${fixed(pixels)}v-6` }),
    s('text', { x: 20 + pixels, y: Height - 13 }, `${km} km`));
}

function boxOfRoute({ depotLongitude, depotLatitude, stops }, trail = []) {
  return [[depotLongitude, depotLatitude], ...stops.map(({ longitude, latitude }) => [longitude, latitude]), ...trail]
    .reduce((box, place) => grown(box, ...place), undefined);
}

function grown(box, longitude, latitude) {
  return box === undefined
    ? { west: longitude, east: longitude, south: latitude, north: latitude }
    : {
      west: Math.min(box.west, longitude), east: Math.max(box.east, longitude),
      south: Math.min(box.south, latitude), north: Math.max(box.north, latitude),
    };
}

// Flat, north up, true to scale around its middle.
function projection({ west, east, south, north }) {
  const [longitude, latitude] = [(west + east) / 2, (south + north) / 2];
  const narrowing = Math.cos(latitude * Math.PI / 180);
  const pixelsPerKm = Math.min(
    (Width - 2 * Margin) / Math.max((east - west) * narrowing * KmPerDegree, LeastKm),
    (Height - 2 * Margin) / Math.max((north - south) * KmPerDegree, LeastKm));
  const longest = Width / 4 / pixelsPerKm;
  const power = 10 ** Math.floor(Math.log10(longest));
  const km = power * (longest / power >= 5 ? 5 : longest / power >= 2 ? 2 : 1);
  return {
    point: (x, y) => [
      Width / 2 + (x - longitude) * narrowing * KmPerDegree * pixelsPerKm,
      Height / 2 - (y - latitude) * KmPerDegree * pixelsPerKm,
    ],
    scale: { km, pixels: km * pixelsPerKm },
  };
}

function fixed(value) {
  return Number(value.toFixed(1));
}
