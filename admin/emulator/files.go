package emulator

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// writeCertificate writes the certificate to the file, if there is to be one, and
// returns its name from the root on: programs are started in other folders.
func writeCertificate(name string, content []byte) (string, error) {
	if name == "" {
		return "", nil
	}
	whole, err := filepath.Abs(name)
	if err == nil {
		err = checkReplaceable(whole)
	}
	if err == nil {
		err = writeFile(whole, content, 0o644)
	}
	if err != nil {
		return "", fmt.Errorf("admin365: the emulator's certificate cannot be written: %w", err)
	}
	return whole, nil
}

// checkReplaceable refuses a file that is there and is not the certificate of an earlier
// run: nobody wants to lose his tenant, or the roots of his system, to a wrong name.
func checkReplaceable(name string) error {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	block, rest := pem.Decode(content)
	if block != nil && len(rest) == 0 {
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err == nil && strings.HasPrefix(certificate.Subject.CommonName, authorityName) {
			return nil
		}
	}
	return fmt.Errorf("%s is there, and is not the certificate of an emulator", name)
}

// writeFile writes a file that is there whole or not at all.
func writeFile(name string, content []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".admin365-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // It is gone where all went well.
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(mode)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
