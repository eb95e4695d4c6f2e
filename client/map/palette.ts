/** Colours of the ground, which stays calm so that parcels speak. One set a look; the legend needs none of them. */
export type Palette = {
  paper: string
  block: string
  water: string
  green: string
  road: string
  roadCasing: string
  rail: string
  railTies: string
  zone: string
  zoneHalo: string
  label: string
  waterLabel: string
  greenLabel: string
  halo: string
  parcelEdge: string
  /** Where a theme has nothing to say. */
  silent: string
  hover: string
  selected: string
  selectedHalo: string
  /** Around parcels that became otherwise between two days. */
  changed: string
  /** Around parcels whose class became better, or worse. */
  movedUp: string
  movedDown: string
  parcelLabel: string
  parcelHalo: string
}

export type Look = "light" | "dark"

export const PALETTES: Record<Look, Palette> = {
  light: {
    paper: "#f2f0ea",
    block: "#ebe8e0",
    water: "#c4dce6",
    green: "#d7e4cb",
    road: "#ffffff",
    roadCasing: "#d5d0c4",
    rail: "#b3ada0",
    railTies: "#f7f5f0",
    zone: "#6d5c7c",
    zoneHalo: "#d9d2de",
    label: "#6b655a",
    waterLabel: "#4c7a91",
    greenLabel: "#5c7a4b",
    halo: "#fbfaf7",
    parcelEdge: "#ffffff",
    silent: "#d5d3cd",
    hover: "#1c2226",
    selected: "#0b676b",
    selectedHalo: "#ffffff",
    changed: "#b8146f",
    movedUp: "#0b4fb3",
    movedDown: "#101316",
    parcelLabel: "#1c2226",
    parcelHalo: "#ffffff",
  },
  dark: {
    paper: "#16191b",
    block: "#1c2022",
    water: "#1b3340",
    green: "#1e2c22",
    road: "#33393d",
    roadCasing: "#0f1213",
    rail: "#4c5357",
    railTies: "#1a1e20",
    zone: "#a594b5",
    zoneHalo: "#2b2631",
    label: "#98a1a6",
    waterLabel: "#6f9fb5",
    greenLabel: "#7d9a70",
    halo: "#121517",
    parcelEdge: "#121517",
    silent: "#474d51",
    hover: "#ffffff",
    selected: "#6fe0d8",
    selectedHalo: "#0b1213",
    changed: "#ff8fca",
    movedUp: "#9cc7ff",
    movedDown: "#ffffff",
    parcelLabel: "#f3f5f5",
    parcelHalo: "#121517",
  },
}
