#!/bin/sh
# Builds the editor of texts into admin/frame/static/editor.js, from the exact versions that
# package-lock.json names. Run it after any change here, and commit what it writes.
set -eu
cd "$(dirname "$0")"
out=../../frame/static
npm ci --ignore-scripts --no-audit --no-fund
banner="/*! goodterms editor $(node sum.mjs); licences in editor.licences.txt */"
npx --no-install esbuild editor.js --bundle --minify --format=iife --target=es2022 --legal-comments=none \
  --banner:js="$banner" --log-level=warning --outfile="$out/editor.js"
node licences.mjs > "$out/editor.licences.txt"
