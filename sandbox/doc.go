// Package sandbox is in charge of a phone network and a mail server that live
// on this machine: Twilio's REST wire for SMS and calls with signed callbacks,
// and real SMTP. It never lets anything out: no message it takes leaves the
// machine, and it knows nothing of the gateway that talks to it.
//
// # The address decides the outcome
//
// Whatever is sent to an ordinary address is delivered. Special addresses show
// how providers fail; [Outcomes] lists them all, and so does the sandbox's
// page.
//
//   - Phone numbers: the last six digits. They read 99, then 0 for "every time"
//     or 1 for "only the first time for this number, then delivered", then
//     three digits from the table: +1 202 299 0610 always answers error 21610,
//     +1 202 299 1429 answers 429 once. Every other number is delivered, so a
//     run of consecutive numbers does not hit a special one by accident. The
//     country and the digits before are free.
//   - Mail: the local part. NNN[-x.y.z][-data][-once]@ is answered with that
//     SMTP reply at RCPT TO, or at the end of the data with -data; -once does so
//     only for the first mail to that address. With -mail the rule is read from
//     the envelope sender, and answers MAIL FROM. Words such as
//     drop-after-data@ break the connection; slow@ and stall@ take their time.
//     A +tag before the @ is ignored, so one outcome has many addresses.
//
// The same outcomes can be injected for any address by POST /faults, by name.
//
// # The HTTP side
//
//	/2010-04-01/Accounts/{sid}/Messages.json   create, list
//	/2010-04-01/Accounts/{sid}/Messages/{sid}.json   fetch, update, delete
//	/2010-04-01/Accounts/{sid}/Calls.json, Calls/{sid}.json   the same for calls
//	/2010-04-01/Accounts/{sid}.json, Accounts/{sid}/Balance.json   fetch
//	GET    /messages?channel=&to=&limit=&after=   what arrived, in order
//	GET    /messages/{id}, /messages/{id}/raw, /messages/{id}/html
//	POST   /replies   an SMS, a key press or a mail back from the customer
//	POST   /calls   a call from the customer to a number of ours
//	POST   /faults, GET /faults, DELETE /faults, DELETE /faults/{id}
//	GET    /   the page with the phones and mailboxes
//
// A hand-off is logged when it arrives and before it is answered, also where
// the answer is then lost; one that is refused is not logged.
package sandbox
