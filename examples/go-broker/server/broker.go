package main

import "fmt"

const (
	// How many events are remembered.
	remembered = 1024
	// How many may wait for a client that reads slowly.
	waiting = 64
)

// A client, as the broker sees it.
type client struct {
	// What is still to be written to it. The broker closes it when it has dropped the client.
	events chan []byte
	// Breaks its connection, also in the midst of a write that no one reads.
	drop func()
}

type registration struct {
	client      *client
	lastEventID string
	// Gets what that client has missed.
	missed chan [][]byte
}

// What has happened so far.
type stats struct {
	Clients   int `json:"clients"`
	Published int `json:"published"`
	Dropped   int `json:"dropped"`
}

// A broker owns the set of clients. One goroutine changes it, so there is nothing to lock: everyone else sends to a channel.
type broker struct {
	// Which run of the server it is, as part of every ID: another run has other events under the same numbers.
	run        int64
	register   chan registration
	unregister chan *client
	publish    chan string
	stats      chan stats
}

func newBroker(run int64) *broker {
	return &broker{run, make(chan registration), make(chan *client), make(chan string), make(chan stats)}
}

// Serves the channels, for ever.
func (b *broker) loop() {
	clients := map[*client]bool{}
	var history [][]byte
	var now stats
	for {
		now.Clients = len(clients)
		select {
		case b.stats <- now:
		case r := <-b.register:
			clients[r.client] = true
			r.missed <- b.missed(history, now.Published, r.lastEventID)
		case c := <-b.unregister:
			delete(clients, c)
		case data := <-b.publish:
			now.Published++
			// Put down once, whoever it is for.
			event := []byte(fmt.Sprintf("id: %x-%d\ndata: %s\n\n", b.run, now.Published, data))
			history = append(history, event)
			if len(history) > remembered {
				history = history[1:]
			}
			for c := range clients {
				select {
				case c.events <- event:
				default:
					// It reads too slowly. Waiting for it would make all others wait; leaving this event out would be a
					// gap that it does not know of. Without its connection it comes back, and says where it was.
					now.Dropped++
					delete(clients, c)
					close(c.events)
					c.drop()
				}
			}
		}
	}
}

// What came after an event, or the news that no one can tell.
func (b *broker) missed(history [][]byte, published int, lastEventID string) [][]byte {
	if lastEventID == "" {
		return nil
	}
	var run int64
	var last int
	_, err := fmt.Sscanf(lastEventID, "%x-%d", &run, &last)
	missed := published - last
	if err != nil || run != b.run || missed < 0 || missed > len(history) {
		return [][]byte{[]byte(fmt.Sprintf("event: reset\nid: %x-%d\ndata:\n\n", b.run, published))}
	}
	return history[len(history)-missed:]
}
