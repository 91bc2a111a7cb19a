package it;

import com.intuit.karate.junit5.Karate;

class CapitalIT {

    @Karate.Test
    Karate capital() {
        return Karate.run("capital").relativeTo(getClass());
    }
}
