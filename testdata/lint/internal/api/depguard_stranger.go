package api

import _ "example.com/stranger" // Data needs no modules of others.
