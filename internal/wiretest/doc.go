// Package wiretest compares what goes over the wire with the vendor's samples:
// it decodes strictly, and compares documents key by key. Only tests import it.
package wiretest
