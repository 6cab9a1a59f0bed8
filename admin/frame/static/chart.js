// Draws tables with data-chart; without it the tables stand alone.
"use strict";
