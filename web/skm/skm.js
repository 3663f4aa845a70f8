/** The public page of the survey: its words come first, then what fills it. */

import { loadPage } from "../bersama/fragments.js";
import "../bersama/language-switch.js";

await loadPage();
await import("./published-results.js");
