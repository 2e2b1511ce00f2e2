#!/usr/bin/env node
// Where node can (22.1), it keeps the compiled program from one start to the next, in its own folder for that below the
// temporary one. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
require('node:module').enableCompileCache?.();
require('./program.cjs');
