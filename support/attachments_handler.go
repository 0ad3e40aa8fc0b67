package support

import (
	"net/http"

	"github.com/admin365/admin365/internal/emu"
)

func handleCreateWorkspace(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	row, err := createWorkspace(rq.Tx, where)
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusCreated, row.resource(), nil)
}

func handleGetWorkspace(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	row, err := workspaceAt(rq.Tx, where, false)
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, row.resource(), nil)
}

func handleFilesList(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	space, err := workspaceAt(rq.Tx, where, false)
	if err != nil {
		return emu.Response{}, err
	}
	list := valueWire[*resourceWire[fileWire]]{Value: []*resourceWire[fileWire]{}}
	for _, row := range filesOf(rq.Tx, space) {
		list.Value = append(list.Value, row.resource(space))
	}
	return object(rq, http.StatusOK, list, nil)
}

func handleFilesGet(rq *emu.Request) (emu.Response, error) {
	where, below := at(rq)
	space, err := workspaceAt(rq.Tx, where, false)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := findFile(rq.Tx, space, below[0])
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, row.resource(space), nil)
}

func handleFilesCreate(rq *emu.Request) (emu.Response, error) {
	where, below := at(rq)
	w, err := bodyOf[resourceWire[fileWire]](rq)
	if err != nil {
		return emu.Response{}, err
	}
	space, row, err := createFile(rq.Tx, where, below[0], w.Properties)
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusCreated, row.resource(space), nil)
}

func handleFilesUpload(rq *emu.Request) (emu.Response, error) {
	where, below := at(rq)
	w, err := bodyOf[chunkWire](rq)
	if err == nil {
		err = uploadChunk(rq.Tx, where, below[0], *w)
	}
	if err != nil {
		return emu.Response{}, err
	}
	answer := emu.NoContent()
	answer.Header = http.Header{}
	remaining(rq, answer.Header)
	return answer, nil
}

func handleServices(rq *emu.Request) (emu.Response, error) {
	var list valueWire[*resourceWire[serviceWire]]
	for i := range services {
		list.Value = append(list.Value, services[i].resource())
	}
	return object(rq, http.StatusOK, list, nil)
}

func handleService(rq *emu.Request) (emu.Response, error) {
	s, err := findService(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, s.resource(), nil)
}

func handleProblems(rq *emu.Request) (emu.Response, error) {
	s, err := findService(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	list := valueWire[*resourceWire[problemWire]]{}
	for i := range s.problems {
		list.Value = append(list.Value, s.problems[i].resource(s))
	}
	return object(rq, http.StatusOK, list, nil)
}

func handleProblem(rq *emu.Request) (emu.Response, error) {
	s, err := findService(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	p, err := s.find(rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, p.resource(s), nil)
}

func handleCheckName(rq *emu.Request) (emu.Response, error) {
	subscription, _ := inSubscription(rq)
	w, err := bodyOf[nameWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := checkName(rq.Tx, subscription, *w)
	return object(rq, http.StatusOK, answer, err)
}

func handleCheckCommunication(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	w, err := bodyOf[nameWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := checkCommunication(rq.Tx, where, *w)
	return object(rq, http.StatusOK, answer, err)
}
