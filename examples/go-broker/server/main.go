// A broker: what one publishes, all others are sent.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

type connectionKey struct{}

func main() {
	b := newBroker(time.Now().Unix())
	go b.loop()

	mux := http.NewServeMux()
	mux.HandleFunc("/events", b.serveEvents)
	mux.HandleFunc("/publish", b.servePublish)
	mux.HandleFunc("/stats", b.serveStats)
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		// A handler is not told its connection otherwise. Since Go 1.20 there is http.ResponseController for deadlines.
		ConnContext: func(ctx context.Context, connection net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, connection)
		},
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(server.Serve(listener))
}

func (b *broker) serveEvents(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "this server cannot stream", http.StatusInternalServerError)
		return
	}
	connection := r.Context().Value(connectionKey{}).(net.Conn)
	c := &client{events: make(chan []byte, waiting), drop: func() { connection.Close() }}
	missed := make(chan [][]byte, 1)
	b.register <- registration{c, r.Header.Get("Last-Event-ID"), missed}
	defer func() { b.unregister <- c }()

	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprint(w, "retry: 200\n\n")
	for _, event := range <-missed {
		if _, err := w.Write(event); err != nil {
			return
		}
	}
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case event, ok := <-c.events:
			if !ok {
				return
			}
			if _, err := w.Write(event); err != nil {
				return
			}
			// What waits goes out in one piece.
			if len(c.events) == 0 {
				flusher.Flush()
			}
		}
	}
}

func (b *broker) servePublish(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST the data of an event", http.StatusMethodNotAllowed)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	// A line break would end the field, so each line becomes one.
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	b.publish <- strings.ReplaceAll(lines, "\n", "\ndata: ")
	w.WriteHeader(http.StatusNoContent)
}

func (b *broker) serveStats(w http.ResponseWriter, _ *http.Request) {
	if err := json.NewEncoder(w).Encode(<-b.stats); err != nil {
		log.Print(err)
	}
}
