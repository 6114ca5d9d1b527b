// A ticker: the time, again and again, to everyone who asks, until they are gone.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// What is sent at each tick.
type tick struct {
	Time    string `json:"time"`
	Clients int64  `json:"clients"`
}

type ticker struct {
	every   time.Duration
	clients atomic.Int64
}

func main() {
	every := flag.Duration("every", time.Second, "how long between two ticks")
	page := flag.String("page", ".", "the folder of the page")
	port := flag.Int("port", 0, "0 is any that is free")
	flag.Parse()

	t := &ticker{every: *every}
	mux := http.NewServeMux()
	mux.HandleFunc("/time", t.serveTime)
	mux.HandleFunc("/clients", t.serveCount)
	mux.Handle("/", http.FileServer(http.Dir(*page)))

	// Whoever ends the server ends the context of all requests with it: a stream would never end by itself, and Shutdown
	// would wait for it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Handler:     mux,
		BaseContext: func(net.Listener) context.Context { return ctx },
		// Bounds what a client may take for its headers. WriteTimeout would cut every stream, so there is none.
		ReadHeaderTimeout: 5 * time.Second,
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go server.Serve(listener)

	<-ctx.Done()
	limit, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	server.Shutdown(limit)
}

func (t *ticker) serveTime(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "this server cannot stream", http.StatusInternalServerError)
		return
	}
	log.Printf("a client came: %d now", t.clients.Add(1))
	defer func() { log.Printf("a client is gone: %d now", t.clients.Add(-1)) }()

	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprint(w, "retry: 1000\n\n")
	flusher.Flush()

	timer := time.NewTicker(t.every)
	defer timer.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case now := <-timer.C:
			data, err := json.Marshal(tick{now.Format(time.RFC3339Nano), t.clients.Load()})
			if err != nil {
				log.Print(err)
				return
			}
			if _, err := fmt.Fprintf(w, "event: tick\ndata: %s\n\n", data); err != nil {
				return
			}
			flusher.Flush()
		}
	}
}

func (t *ticker) serveCount(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, t.clients.Load())
}
