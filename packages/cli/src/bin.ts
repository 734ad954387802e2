#!/usr/bin/env node
import { processIo } from './io.js';
import { main } from './main.js';

process.exitCode = await main(process.argv.slice(2), processIo());
// A pipe that is still open for reading would keep the process alive.
process.stdin.destroy();
