package emu

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Complex answers an object of a complex type, such as the result of a function: it has
// no id, and stands nowhere.
func (rq *Request) Complex(edm string, v any) (Response, error) {
	object, err := json.Marshal(v)
	if err != nil {
		return Response{}, err
	}
	b := []byte{'{'}
	if !rq.bare() {
		b = append(member(b, "@odata.context", rq.Context(edm)), ',')
	}
	return rq.json(http.StatusOK, append(b, bytes.TrimPrefix(object, []byte{'{'})...)), nil
}
