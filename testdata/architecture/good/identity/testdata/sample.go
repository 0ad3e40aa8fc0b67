package broken

import _ "github.com/spf13/cobra"
