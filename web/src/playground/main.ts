import { mountPlaces } from "./card/places.ts";
import { part } from "./dom.ts";
import { bindThemeButton } from "./theme.ts";

mountPlaces(document);
bindThemeButton(part(document, "[data-part=theme]"));
