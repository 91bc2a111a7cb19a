String log = new File(basedir, 'build.log').text

// Each framework under each version of Failsafe: the tests were found, run, and served.
def frameworks = ['junit4', 'junit5', 'vintage', 'testng']
def ran = ['2.22.2': frameworks, '3.2.5': frameworks + 'junit6', '3.5.6': frameworks + 'junit6', '3.6.1': frameworks + 'junit6']
ran.each { version, names ->
    names.each { name -> assert log =~ /failsafe(-maven-plugin|-plugin)?:$version:integration-test \(failsafe\) @ $name/ : "$name $version\n$log" }
}
assert (log =~ /Recorder: \d+ calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live/).count == 19 : log

// A test has one id, whichever version of Failsafe runs it, and whether or not on the JUnit Platform.
def jupiter = ['it.CapitalIT#asks', 'it.IdsIT', 'it.IdsIT#inherited', 'it.IdsIT#plain', 'it.IdsIT#parameterized[1]',
        'it.IdsIT#parameterized[2]', 'it.IdsIT#repeated[1]', 'it.IdsIT#repeated[2]', 'it.IdsIT#dynamic[1]',
        'it.IdsIT#dynamic[2.1]', 'it.IdsIT#dynamic[2.2]', 'it.IdsIT$Inner#plain', 'it.IdsIT$Within#plain',
        'it.IdsIT#overloaded()', 'it.IdsIT#overloaded(TestInfo)']
def template = ['it.TemplateIT#plain[1]', 'it.TemplateIT#plain[2]', 'it.TemplateIT#parameterized[1.1]',
        'it.TemplateIT#parameterized[1.2]', 'it.TemplateIT#parameterized[2.1]', 'it.TemplateIT#parameterized[2.2]']
def junit4 = ['it.CapitalIT#asks', 'it.IdsIT', 'it.IdsIT#inherited', 'it.IdsIT#plain', 'it.StaticIT',
        'it.ParametersIT#parameterized[0]', 'it.ParametersIT#parameterized[1]', 'it.NamedIT#parameterized[0]',
        'it.NamedIT#parameterized[1]', 'it.EnclosedIT$Inner#plain', 'it.SuiteIT/it.CapitalIT#asks']
// TestNG makes all objects before it tells of any class, so nobody is known to have run the static initializer.
def testNg = ['it.CapitalIT#asks', null, 'it.IdsIT', 'it.IdsIT#inherited', 'it.IdsIT#plain', 'it.IdsIT#parameterized[1]',
        'it.IdsIT#parameterized[2]', 'it.IdsIT#repeated[1]', 'it.IdsIT#repeated[2]', 'it.IdsIT#overloaded()',
        'it.IdsIT#overloaded(String)[1]', 'it.IdsIT#overloaded(String)[2]', 'it.IdsIT#retried[1]', 'it.IdsIT#retried[2]',
        'it.MadeIT#asks[1]', 'it.MadeIT#asks[2]']
def expected = [junit4: junit4, vintage: junit4, testng: testNg, junit5: jupiter, junit6: jupiter + template]
expected.each { module, ids ->
    def ledgers = new File(basedir, "$module/target/recorder/ledgers").listFiles().sort { it.name }
    assert ledgers.length == ran.values().count { it.contains(module) } : module
    ledgers.each { ledger ->
        def events = ledger.readLines().collect { new groovy.json.JsonSlurper().parseText(it) }
        def served = events.findAll { it.event == 'served' }
        assert served*.test as Set == ids as Set : "$module: $served"
        assert events.findAll { it.event == 'test_finished' }*.unique_id.every() : ledger.text
        served.each { assert it.attribution == (it.test == null ? 'none' : it.test.contains('#') ? 'exact' : 'class') : it }
        def passed = events.findAll { it.event == 'test_finished' && it.status == 'passed' }*.test as Set
        def skipped = events.findAll { it.event == 'test_finished' && it.status == 'skipped' }*.test as Set
        // TestNG calls the first try skipped if there is a second one; the JUnit Platform calls it aborted.
        assert skipped - 'it.IdsIT#retried[1]' == ['it.IdsIT#disabled'] as Set : "$module: $skipped"
        assert passed.containsAll(ids - null) : "$module: $passed"
    }
}
return
