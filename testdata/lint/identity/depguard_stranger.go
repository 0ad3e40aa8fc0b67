package identity

import _ "example.com/stranger" // Nobody chose this module.
