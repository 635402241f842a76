-- For wrk: posts the signed messages of a file, one a line (signature, tab, body), each once and in order.
-- Requests are made before the clock starts, so that the generator costs little of what it measures.
local requests, at = {}, 0

function init(args)
    for line in io.lines(args[1]) do
        local signature, body = line:match("^(.-)\t(.*)$")
        requests[#requests + 1] = wrk.format("POST", args[2], {
            ["Host"] = args[3],
            ["Content-Type"] = "application/x-www-form-urlencoded",
            ["X-Twilio-Signature"] = signature,
        }, body)
    end
end

function request()
    at = at + 1
    -- Past the end the last one is repeated; the driver sees from the count that there were too few.
    return requests[at] or requests[#requests]
end

function done(summary, latency)
    io.write(string.format(
        '\n{"requests": %d, "seconds": %f, "bad_status": %d, "broken": %d, "p50_ms": %f, "p99_ms": %f}\n',
        summary.requests, summary.duration / 1e6, summary.errors.status,
        summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
