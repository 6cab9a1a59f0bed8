// Reads a JSON array of texts on standard input and prints their sizes as JSON.
// GOODTERMS_TEST_SEGMENTS names the folder of node_modules; else it is beside.
'use strict';

const fs = require('fs');
const path = require('path');

const modules = process.env.GOODTERMS_TEST_SEGMENTS || path.join(__dirname, 'node_modules');
const { SegmentedMessage } = require(path.resolve(modules, 'sms-segments-calculator'));

const sizes = JSON.parse(fs.readFileSync(0, 'utf8')).map((text) => {
  const message = new SegmentedMessage(text);
  const unit = message.encodingName === 'GSM-7' ? 7 : 16;
  return {
    Encoding: message.encodingName,
    Units: message.messageSize / unit,
    Segments: message.segmentsCount,
  };
});
process.stdout.write(JSON.stringify(sizes));
